import { html } from 'ghtml';

/** HTML that is safe to put into a page as it is: made by `html`, or by these functions. */
export type Html = string;

export interface Layout {
  title: string;
  body: Html;
  /** What the practice is called, at the top of the page. */
  practice: string | null;
  /** Seconds after which the page is loaded anew where there is no script. */
  refreshSeconds?: number;
}

/** Every participants’ page: one column, readable without script, and nothing from elsewhere. */
export const layout = ({ title, body, practice, refreshSeconds }: Layout): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/door.css" />
        <script src="/assets/door.js" defer></script>
        !${refreshSeconds === undefined ? '' : html`<noscript><meta http-equiv="refresh" content="${String(refreshSeconds)}" /></noscript>`}
      </head>
      <body>
        <header>
          <p class="mark">!${rose} <span>${practice ?? 'Subrosa'}</span></p>
        </header>
        <main>!${body}</main>
        <footer>
          <p>
            Protected by Subrosa. This page loads nothing from other companies, and sets one cookie that knows
            this device for this session.
          </p>
        </footer>
      </body>
    </html> `;

const rose = `<svg aria-hidden="true" viewBox="0 0 24 24" width="22" height="22" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round"><circle cx="12" cy="9" r="2.2"/><path d="M12 4.2c2.9 0 5 1.9 5 4.8s-2.2 5-5 5-5-2.1-5-5 2.1-4.8 5-4.8Z"/><path d="M12 14v7M12 18c2.5 0 4-1.2 4.6-3M12 20c-2.5 0-4-1.2-4.6-3"/></svg>`;
