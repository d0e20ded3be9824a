import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import type { SignInLink } from '../../../src/application/sign-in.ts';
import type { Body, Service } from './practice.ts';

/** What the console's own page sends with everything that changes something. */
export const ownPage = { origin: 'https://subrosa.example', 'x-subrosa': 'console' };

/** One browser on the console: keeps its cookie, and sends what the page sends. */
export interface Browser {
  cookie: string | null;
  send: (
    method: NonNullable<InjectOptions['method']>,
    url: string,
    sent?: { body?: Body; headers?: Record<string, string> },
  ) => Promise<LightMyRequestResponse>;
  /** Asks for a link and spends it. */
  signIn: (email: string) => Promise<void>;
}

export function openBrowser(service: Service): Browser {
  const browser: Browser = {
    cookie: null,
    async send(method, url, { body, headers = ownPage } = {}) {
      const answer = await service.api.inject({
        method,
        url,
        headers: { ...headers, ...(browser.cookie === null ? {} : { cookie: browser.cookie }) },
        ...(body === undefined ? {} : { payload: body }),
      });
      const [set] = answer.cookies;
      if (set !== undefined) browser.cookie = set.value === '' ? null : `${set.name}=${set.value}`;
      return answer;
    },
    async signIn(email) {
      const token = tokenOf(await askForLink(service, email));
      const answer = await browser.send('POST', '/v1/console-session', { body: { token } });
      if (answer.statusCode !== 201) throw new Error(`${answer.statusCode} ${answer.payload}`);
    },
  };
  return browser;
}

/** Asks for a link as the page does, and gives what the coach is sent. */
export async function askForLink(service: Service, email: string): Promise<SignInLink> {
  const sent = new Promise<SignInLink>((resolve) => {
    const take = (link: SignInLink) => {
      // What was asked for before may still be under way.
      if (link.email !== email) return;
      service.signIns.off('link', take);
      resolve(link);
    };
    service.signIns.on('link', take);
  });
  await service.api.inject({ method: 'POST', url: '/v1/sign-ins', headers: ownPage, payload: { email } });
  return sent;
}

/** What the page reads behind the #. */
export const tokenOf = ({ link }: SignInLink): string => new URL(link).hash.slice(1);
