/** A part of a message, the same in plain text and in HTML. */
export type Block =
  | { type: 'paragraph'; text: string }
  | { type: 'facts'; rows: readonly (readonly [label: string, value: string])[] }
  /** `prominent`: what the message is for. */
  | { type: 'link'; label: string; address: string; prominent: boolean }
  | { type: 'code'; label: string; value: string };

/** What a message says, before it is plain text or HTML. Every text is plain; whoever writes it out escapes it. */
export interface Letter {
  subject: string;
  heading: string;
  blocks: readonly Block[];
  /** Who says it: the practice. */
  from: string;
}
