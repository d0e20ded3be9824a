import { planDeliveries } from '../application/deliveries/plan-deliveries.ts';
import { handlerOf } from './queue.ts';

/** Brings a session’s outbox to what everybody should have now. */
export const planDeliveriesJob = handlerOf('plan-deliveries', 2, planDeliveries);
