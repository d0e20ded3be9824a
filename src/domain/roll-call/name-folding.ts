/** What the roll-call needs to know of the world's letters. Implemented in `src/names/`. */
export interface NameFolding {
  /** The text in ASCII letters, read as its script is usually read. Each syllable of Han and Hangul begins with a capital. */
  toLatin(text: string): string;
  /** The text as it looks (UTS 39): texts that can be mistaken for one another by eye have the same skeleton. */
  skeleton(text: string): string;
}
