import type { Block, Letter } from './letter.ts';

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? character);

/*
 * Text and background keep the reader's own colours, so that dark mode can choose them; only the button brings both of its own,
 * which is readable on either. Styles are inline because clients drop the others. Nothing is loaded from anywhere.
 */
const styles = {
  body: 'margin:0;padding:24px 16px;font-family:system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;font-size:16px;line-height:1.5',
  main: 'max-width:560px;margin:0 auto',
  heading: 'font-size:22px;line-height:1.3;margin:0 0 16px',
  paragraph: 'margin:0 0 16px',
  facts: 'border-collapse:collapse;margin:0 0 20px',
  label: 'text-align:left;vertical-align:top;font-weight:600;padding:2px 16px 2px 0',
  value: 'vertical-align:top;padding:2px 0',
  button:
    'display:inline-block;padding:12px 20px;border-radius:6px;background-color:#14505c;color:#ffffff;font-weight:600;text-decoration:none',
  code: 'font-family:ui-monospace,Consolas,monospace;font-size:24px;letter-spacing:2px',
};

const styled = (style: keyof typeof styles) => `style="${escaped(styles[style])}"`;

const written = (block: Block): string => {
  switch (block.type) {
    case 'paragraph':
      return `<p ${styled('paragraph')}>${escaped(block.text)}</p>`;
    case 'facts': {
      const rows = block.rows.map(
        ([label, value]) =>
          `<tr><th scope="row" ${styled('label')}>${escaped(label)}</th><td ${styled('value')}>${escaped(value)}</td></tr>`,
      );
      return `<table ${styled('facts')}>\n${rows.join('\n')}\n</table>`;
    }
    case 'link': {
      const style = block.prominent ? ` ${styled('button')}` : '';
      return `<p ${styled('paragraph')}><a href="${escaped(block.address)}"${style}>${escaped(block.label)}</a></p>`;
    }
    case 'code':
      return `<p ${styled('paragraph')}>${escaped(block.label)}:<br><strong ${styled('code')}>${escaped(block.value)}</strong></p>`;
  }
};

/** A letter as HTML for mail clients, in either colour scheme and for screen readers. */
export const html = ({ subject, heading, blocks, from }: Letter): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escaped(subject)}</title>
</head>
<body ${styled('body')}>
<main ${styled('main')}>
<h1 ${styled('heading')}>${escaped(heading)}</h1>
${blocks.map(written).join('\n')}
<p ${styled('paragraph')}>${escaped(from)}</p>
</main>
</body>
</html>
`;
