import { request } from 'node:http';

export interface Stream {
  /** 200, or no event comes. */
  status: number | undefined;
  close: () => void;
}

/** Follows server-sent events as a browser does, each with the moment it was here, until it is closed. */
export const openStream = (
  url: string,
  headers: Record<string, string>,
  onEvent: (event: string, data: string, at: number) => void,
): Promise<Stream> =>
  new Promise((resolve, reject) => {
    const asked = request(url, { agent: false, headers }, (answer) => {
      let rest = '';
      answer.setEncoding('utf8').on('data', (text: string) => {
        const at = performance.now();
        const blocks = (rest + text).split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) onEvent(field(block, 'event'), field(block, 'data'), at);
      });
      answer.on('error', () => undefined);
      resolve({ status: answer.statusCode, close: () => asked.destroy() });
    });
    asked.on('error', reject).end();
  });

const field = (block: string, name: string): string => {
  const line = block.split('\n').find((candidate) => candidate.startsWith(`${name}: `));
  return line?.slice(name.length + 2) ?? '';
};
