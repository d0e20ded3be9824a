import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

const tokens = await readFile(new URL('../../console/src/styles/tokens.css', import.meta.url), 'utf8');
const [light = '', dark = ''] = tokens.split('@media (prefers-color-scheme: dark)');

const colours = (css: string): Map<string, string> =>
  new Map(
    [...css.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]),
  );

const themes = { light: colours(light), dark: new Map([...colours(light), ...colours(dark)]) };

/** Relative luminance as WCAG 2.2 has it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [brighter = 0, darker = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (brighter + 0.05) / (darker + 0.05);
}

/** What is written on what. */
const texts = [
  ...['paper', 'sheet', 'sunken'].flatMap((ground) =>
    ['ink', 'soft', 'rose', 'bad'].map((text) => [text, ground]),
  ),
  ...['good', 'careful', 'bad'].flatMap((tone) => [
    [tone, `${tone}-wash`],
    [tone, 'sheet'],
  ]),
  ['ink', 'careful-wash'],
  ['on-rose', 'rose'],
  ['on-rose', 'rose-deep'],
  ['rose-deep', 'rose-wash'],
] as const;

/** What is seen by its outline. */
const outlines = ['paper', 'sheet', 'sunken'].flatMap((ground) => [
  ['focus', ground],
  ['edge', ground],
]);

describe.each(Object.entries(themes))('the %s colours', (_name, theme) => {
  const of = ([a = '', b = '']: readonly string[]) => contrast(theme.get(a) ?? '', theme.get(b) ?? '');

  it('can be read: 4.5 to 1 for text', () => {
    expect(texts.filter((pair) => !(of(pair) >= 4.5)).map((pair) => [...pair, of(pair)])).toEqual([]);
  });

  it('can be made out: 3 to 1 for the edges of what can be used, and for the focus', () => {
    expect(outlines.filter((pair) => !(of(pair) >= 3)).map((pair) => [...pair, of(pair)])).toEqual([]);
  });
});
