import { html } from 'ghtml';
import type { Keeper, Notice } from '../../domain/notice.ts';
import type { Html } from './layout.ts';

const headings = (platform: string): Record<Keeper, string> => ({
  platform: `On ${platform}`,
  practice: 'By our own page',
  coach: 'By your coach',
});

/** How the session is protected, what is not given, and what is asked: in that order, in plain words. */
export const noticeSection = (notice: Notice, platform: string): Html =>
  html` <section class="notice" aria-labelledby="notice-title">
    <h2 id="notice-title">How this session is protected</h2>
    <p class="lead">${notice.recording}</p>
    !${Object.entries(headings(platform)).map(([keeper, heading]) => protectionsBy(notice, keeper as Keeper, heading))}
    !${part('Open to everyone, on purpose', notice.open)}
    <details open>
      <summary><h3>What ${platform} does not give here</h3></summary>
      <ul>
        !${items([...notice.notGiven, { sentence: notice.operator }])}
      </ul>
    </details>
    <h3>What we keep</h3>
    <p>${notice.log}</p>
    !${
      notice.present.length === 0
        ? ''
        : html`<h3>Who else is there</h3>
            <ul>
              !${items(notice.present.map((sentence) => ({ sentence })))}
            </ul>`
    }
    !${part('What we ask of you', notice.asked)}
  </section>`;

const protectionsBy = ({ protections }: Notice, keeper: Keeper, heading: string): Html =>
  part(
    heading,
    protections.filter((told) => told.keeper === keeper),
  );

const part = (heading: string, told: readonly { sentence: string }[]): Html =>
  told.length === 0
    ? ''
    : html`<h3>${heading}</h3>
        <ul>
          !${items(told)}
        </ul>`;

const items = (told: readonly { sentence: string }[]): Html[] =>
  [...new Set(told.map(({ sentence }) => sentence))].map((sentence) => html`<li>${sentence}</li>`);
