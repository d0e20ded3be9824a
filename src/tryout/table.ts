import type { SessionReport } from './story.ts';

const kinds = ['met', 'pending', 'disclosed', 'unknown', 'unmet'];

/** The demo’s sessions as a table for a terminal, with a line of reason under each. */
export function asTable(sessions: SessionReport[]): string {
  const rows = sessions.map(({ client, platform, state, link, controls }) => [
    client,
    platform ?? '-',
    state,
    link,
    ...kinds.map((kind) => String(controls.filter(({ verdict }) => verdict === kind).length)),
  ]);
  const head = ['client', 'platform', 'state', 'link', ...kinds];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    line(head),
    line(widths.map((width) => '-'.repeat(width))),
    ...rows.flatMap((row, index) => [line(row), `    ${sessions[index]?.why ?? ''}`]),
  ].join('\n');
}
