import { alertHostMissing } from '../application/front-door/host-missing.ts';
import { handlerOf } from './queue.ts';

/** Alerts the practice where people wait and no host is in. */
export const alertHostMissingJob = handlerOf('alert-host-missing', 2, alertHostMissing);
