import { sendDelivery } from '../application/send-delivery.ts';
import { handlerOf } from './queue.ts';

/** Sends one message to one person. */
export const sendDeliveryJob = handlerOf('send-delivery', sendDelivery);
