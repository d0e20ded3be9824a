import type { FastifyInstance } from 'fastify';

/** One browser at a sandbox, without script: it opens an address, reads the page, and presses buttons. */
export interface Browser {
  /** Opens an address of the sandbox, whole or from its path on. */
  open: (address: string) => Promise<Shown>;
  /** Opens the same address again. */
  look: () => Promise<Shown>;
  /** Presses the button of this name in the page that is shown, with what was typed or chosen in its form. */
  press: (label: string, typed?: Record<string, string>) => Promise<Shown>;
  /** Sends what no button of the page sends. */
  forge: (form: Record<string, string>) => Promise<Shown>;
}

export interface Shown {
  status: number;
  heading: string;
  /** What the page says of where one stands, or why it refuses. */
  says: string;
  /** The names of the buttons, in order. */
  buttons: string[];
  /** The names of the fields that can be filled in. */
  fields: string[];
  html: string;
}

export function createBrowser(app: FastifyInstance): Browser {
  let cookie = '';
  let address = '/';
  let shown: Shown | undefined;

  const send = async (form?: Record<string, string>): Promise<Shown> => {
    const answer = await app.inject({
      method: form === undefined ? 'GET' : 'POST',
      url: address,
      headers: {
        cookie,
        ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form !== undefined && { payload: new URLSearchParams(form).toString() }),
    });
    const [set] = [answer.headers['set-cookie'] ?? []].flat();
    if (set !== undefined) cookie = set.split(';')[0] ?? '';
    if (answer.statusCode === 303) {
      address = String(answer.headers.location);
      return send();
    }
    shown = read(answer.statusCode, answer.body);
    return shown;
  };

  return {
    open: (target) => {
      const { pathname, search } = new URL(target, 'http://sandbox.example');
      address = pathname + search;
      return send();
    },
    look: () => send(),
    forge: send,
    press: (label, typed = {}) => {
      const form = (shown?.html ?? '').split('<form').find((each) => buttonsOf(each).includes(label)) ?? '';
      const [, does] = /<button\s+name="do"\s+value="([^"]+)"/.exec(form) ?? [];
      const [, who] = /name="who"\s+value="([^"]+)"/.exec(form) ?? [];
      if (does === undefined) throw new Error(`No button ${label}: ${shown?.buttons.join(', ') ?? ''}`);
      return send({ do: does, ...(who !== undefined && { who }), ...typed });
    },
  };
}

const all = (html: string, pattern: RegExp): string[] =>
  [...html.matchAll(pattern)].map(([, found = '']) => found.trim());

const buttonsOf = (html: string): string[] => all(html, /<button[^>]*>([^<]*)<\/button/g);

function read(status: number, html: string): Shown {
  const [heading = ''] = all(html, /<h1>([^<]*)<\/h1>/g);
  const [says = ''] = all(html, /<p role="(?:status|alert)">([^<]*)<\/p>/g);
  const fields = all(html, /<(?:input|select)\s+name="([^"]+)"/g);
  return { status, heading, says, buttons: buttonsOf(html), fields, html };
}
