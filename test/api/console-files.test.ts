import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { startService } from './support/practice.ts';

const service = startService();
const built = new URL('../../console/dist/', import.meta.url);
const get = (url: string) => service.api.inject({ method: 'GET', url });

describe('the console', () => {
  it('is one page for each of its addresses, with a content policy that allows only our own files', async () => {
    for (const path of ['/', '/sign-in', '/mailbox', '/sessions/01930e2a-3b1c-7000-8000-000000000001']) {
      const answer = await get(`/console${path}`);
      expect(answer.statusCode, path).toBe(200);
      expect(answer.headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
      });
      const policy = String(answer.headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|https?:|data:|\*/);
    }
    expect((await get('/console/elsewhere')).statusCode).toBe(404);
    expect((await get('/console/assets/../index.html')).statusCode).toBe(404);
  });

  it('has no script or style within the page, and asks no other origin for anything', async () => {
    const page = await readFile(new URL('index.html', built), 'utf8');
    const scripts = [...page.matchAll(/<script([^>]*)>([^<]*)/g)];
    expect(scripts).toHaveLength(1);
    for (const [, attributes = '', body] of scripts) {
      expect(attributes).toContain('src="/console/assets/');
      expect(body).toBe('');
    }
    expect(page).not.toMatch(/<style|style=|https?:\/\//);
    const names = await readdir(new URL('assets/', built));
    for (const name of names.filter((file) => file.endsWith('.css'))) {
      const sources = [
        ...(await readFile(new URL(`assets/${name}`, built), 'utf8')).matchAll(/url\(([^)]*)\)/g),
      ];
      expect(sources.length).toBeGreaterThan(0);
      expect(sources.filter(([, source = '']) => !source.startsWith('/console/assets/'))).toEqual([]);
    }
  });

  it('has files that a browser may keep, since their names change with what is in them', async () => {
    const page = await get('/console/');
    const [, script = ''] = /src="([^"]+)"/.exec(page.payload) ?? [];
    const answer = await get(script);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(answer.headers['content-type']).toMatch(/javascript/);
  });
});
