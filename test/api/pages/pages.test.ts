import { describe, expect, it } from 'vitest';
import { enterPage, type EnterModel } from '../../../src/api/pages/enter-page.ts';
import { checkPage, closedPage, codePage, portalPage } from '../../../src/api/pages/small-pages.ts';
import { waitPage, type WaitModel } from '../../../src/api/pages/wait-page.ts';
import { HeldBecause, type DoorStatus } from '../../../src/domain/board.ts';
import { noticeOf } from '../../../src/domain/notice.ts';
import { compile } from '../../../src/domain/plan/compile.ts';
import { ordinaryTeams } from '../../support/ordinary-teams.ts';

const enter: EnterModel = {
  practice: 'A practice',
  platform: 'Microsoft Teams',
  startsAt: '2026-11-20T09:00:00.000Z',
  timeZone: 'Asia/Kathmandu',
  notice: noticeOf(compile(ordinaryTeams), { platform: ordinaryTeams.declaration, roles: ['observer'] }),
  noticeVersion: 'v',
  address: '/p/pass',
  passcodeChannel: 'by text message',
  passcodeNeeded: true,
  opensAt: null,
  problem: null,
};

const status: DoorStatus = {
  state: 'held',
  because: 'host-not-in',
  back: false,
  startsAt: enter.startsAt,
  endsAt: '2026-11-20T10:00:00.000Z',
  timeZone: enter.timeZone,
  opensAt: '2026-11-20T08:30:00.000Z',
  now: '2026-11-20T08:50:00.000Z',
  hostIsIn: false,
  contact: null,
  join: null,
};
const wait = (changes: Partial<DoorStatus> = {}): WaitModel => ({
  practice: 'A practice',
  status: { ...status, ...changes },
  platform: 'Microsoft Teams',
  waitsThere: 'Teams holds you in its lobby until an organiser lets you in.',
  address: '/p/pass',
});
const released = (passcode: string | null) =>
  waitPage(wait({ state: 'released', because: null, join: { platform: 'Zoom', passcode } }));

/** The sections that are shown, by what they say. */
const shown = (page: string): string[] =>
  [...page.matchAll(/data-says="([a-z-]+)"\s*(hidden)?\s*>/g)]
    .filter(([, , hidden]) => hidden === undefined)
    .map(([, key]) => key ?? '');

const TEST_PAGE = 'https://zoom.us/test';
const pages = {
  enter: enterPage(enter),
  wait: waitPage(wait()),
  released: released('aB3$'),
  code: codePage({ problem: null }),
  closed: closedPage(),
  portal: portalPage({ address: '/e/entry', practice: 'A practice' }),
  check: checkPage({ practice: 'A practice', platform: 'Zoom', address: '/p/pass', test: TEST_PAGE }),
};

describe('the participants’ pages', () => {
  it.each(Object.entries(pages))('load nothing from elsewhere and run nothing inline: %s', (_name, page) => {
    const addresses = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? '');
    const elsewhere = addresses.filter((address) => !/^(\/|#|data:,)/.test(address));
    expect(elsewhere.filter((address) => address !== TEST_PAGE)).toEqual([]);
    expect(page).not.toMatch(/<script(?! src="\/assets\/)|\son[a-z]+=|style="/);
  });

  it.each(Object.entries(pages))(
    'have a title, one heading that is shown, and a language: %s',
    (_name, page) => {
      expect(page).toMatch(/<html lang="en">/);
      expect(page.match(/<title>[^<]+<\/title>/g)).toHaveLength(1);
      const seen = page.replaceAll(/<section data-says="[a-z-]+"\s*hidden\s*>[\s\S]*?<\/section>/g, '');
      expect(seen.match(/<h1>/g)).toHaveLength(1);
    },
  );

  it('show on the way in the whole notice before the passcode, and the time with its zone', () => {
    const { notice } = enter;
    const form = pages.enter.indexOf('<form');
    for (const { sentence } of [...notice.protections, ...notice.notGiven, ...notice.asked]) {
      const at = pages.enter.indexOf(sentence.replaceAll("'", '&#39;'));
      expect(at, sentence).toBeGreaterThan(0);
      expect(at, sentence).toBeLessThan(form);
    }
    expect(pages.enter).toContain('14:45 (Asia/Kathmandu)');
  });

  it('ask for no passcode where the coach has excused it, and for the acknowledgement always', () => {
    expect(pages.enter).toContain('name="passcode"');
    const excused = enterPage({ ...enter, passcodeNeeded: false });
    expect(excused).not.toContain('name="passcode"');
    expect(excused).toContain('name="acknowledged"');
  });

  it.each(HeldBecause.options)('have something to say where somebody is held because: %s', (because) => {
    expect(shown(waitPage(wait({ because })))).toEqual([because]);
  });

  it('show Join only where it was released, and the passcode only where the link does not carry it', () => {
    expect(shown(pages.wait)).toEqual(['host-not-in']);
    expect(shown(pages.released)).toEqual(['released']);
    expect(pages.released).toContain('value="aB3$"');
    expect(released(null)).toMatch(/data-passcode-part\s+hidden/);
  });

  it('say whom to call only once the host is missing', () => {
    expect(pages.wait).toMatch(/data-contact-part\s+hidden/);
    const missing = waitPage(wait({ contact: '+61 2 5550 0000' }));
    expect(missing).toMatch(/data-contact-part\s*>/);
    expect(missing).toContain('+61 2 5550 0000');
  });

  it('load themselves anew without script while waiting, and never while somebody types', () => {
    expect(pages.wait).toMatch(/<noscript>\s*<meta http-equiv="refresh" content="5" ?\/?>\s*<\/noscript>/);
    expect(pages.enter).not.toContain('http-equiv="refresh"');
  });

  it('escape what the practice has typed', () => {
    const page = enterPage({ ...enter, practice: '<img src=x onerror=alert(1)>', problem: '"><script>' });
    expect(page).not.toContain('<img');
    expect(page).not.toContain('"><script>');
  });
});
