import { alertHostMissingJob } from './alert-host-missing.job.ts';
import { cancelNeverUnsealedJob } from './cancel-never-unsealed.job.ts';
import { deadLetterJob } from './dead-letter.job.ts';
import { observeSessionJob } from './observe-session.job.ts';
import type { JobHandler } from './queue.ts';
import { planDeliveriesJob } from './plan-deliveries.job.ts';
import { retireMeetingJob } from './retire-meeting.job.ts';
import { sendDeliveryJob } from './send-delivery.job.ts';
import { settleSessionJob } from './settle-session.job.ts';

/** Every job that workers carry out. */
export const jobs: readonly JobHandler[] = [
  settleSessionJob,
  retireMeetingJob,
  cancelNeverUnsealedJob,
  observeSessionJob,
  alertHostMissingJob,
  planDeliveriesJob,
  sendDeliveryJob,
  deadLetterJob,
];
