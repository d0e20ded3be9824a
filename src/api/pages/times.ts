import { html } from 'ghtml';
import type { Html } from './layout.ts';

/** A time in a zone, with the zone’s name: people of one session are in several. The script adds the device’s own time. */
export const timeIn = (time: string, timeZone: string): Html => {
  const inWords = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(time));
  return html`<time datetime="${time}" data-own-time>${inWords} (${timeZone.replaceAll('_', ' ')})</time>`;
};
