import { z } from 'zod';
import type { HostStart, Starter } from '../../domain/provider.ts';

/** What a host begins with; read when it is asked for and never kept. */
export const HostLink = z.object({
  start_url: z.url(),
  join_url: z.url(),
  host_email: z.string().optional(),
});

/**
 * The organiser begins with Zoom's own start link, which is a credential: whoever opens it is the host (Meetings API,
 * 2025-12: valid for two hours). An alternative host begins by the join link, in the own account (support.zoom.com KB0067027).
 */
export function hostStart(
  { start_url, join_url, host_email }: z.infer<typeof HostLink>,
  { organiser, coach }: Starter,
): HostStart {
  if (coach === null) {
    const account = host_email ?? organiser;
    const says = `Open it yourself and pass it on to nobody: for two hours Zoom takes whoever opens this link for ${account}, whichever account is signed in.`;
    return { link: start_url, account, madeHostBy: 'link', says };
  }
  const says = `Sign in to Zoom as ${coach} before you open it. In another account, or signed out, you wait like everybody else and see no waiting room to admit from.`;
  return { link: join_url, account: coach, madeHostBy: 'account', says };
}
