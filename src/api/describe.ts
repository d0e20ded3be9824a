import { pino } from 'pino';
import type { Application } from '../application/context.ts';
import { createApi } from './app.ts';

const unused = (): never => {
  throw new Error('Describing the API uses no use case.');
};

/** An application that is there for the routes to be registered with, and never asked for anything. */
const nothing: Application = {
  database: {
    inOrganisation: unused,
    findSession: unused,
    findHostsByAddress: unused,
    organisationOf: unused,
    publicIdOfCode: unused,
    onDoorChange: unused,
    takeBudget: unused,
    ping: unused,
    close: unused,
  },
  publicUrl: '',
  onSignIn: unused,
  queue: { enqueue: unused },
  ambient: { now: unused, newId: unused, randomInt: unused, randomBytes: unused },
  mail: null,
  writeLetter: unused,
  mailbox: null,
  nameFolding: { toLatin: unused, skeleton: unused },
  providers: {},
  leaseMs: 0,
  vendorTimeoutMs: 0,
  extraVendorOrigins: [],
};

/** The API's description, as `openapi.json` holds it. */
export async function describeApi(): Promise<string> {
  const app = await createApi(nothing, { logger: pino({ level: 'silent' }) });
  try {
    await app.ready();
    return `${JSON.stringify(app.swagger(), null, 2)}\n`;
  } finally {
    await app.close();
  }
}
