/** Where the facts of the declaration come from, with the date of what was read. */
export const API_2026_06 = 'Zoom API Hub, Meetings (2026-06-18)';
export const API_2025_12 = 'Zoom API Hub, Meetings, with descriptions (2025-12-16)';
export const SETTINGS = 'Zoom user, group and account settings (npm @zoom/rivet 0.4.0, 2026-05-06)';
export const MEASURED = 'Measured on a Pro account by a public project (2026-07-30)';
export const SUPPORT_HOSTS = 'https://support.zoom.com, KB0067027 and KB0082130: alternative hosts';
