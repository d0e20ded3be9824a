import { sendDelivery } from '../application/deliveries/send-delivery.ts';
import { handlerOf } from './queue.ts';

/** Sends one message to one person. */
export const sendDeliveryJob = handlerOf('send-delivery', 4, sendDelivery);
