import { Organisations1795000000001 } from './0001-organisations.ts';
import { Setup1795000000002 } from './0002-setup.ts';
import { Sessions1795000000003 } from './0003-sessions.ts';
import { Evidence1795000000004 } from './0004-evidence.ts';
import { Roster1795000000005 } from './0005-roster.ts';
import { FrontDoor1795000000006 } from './0006-front-door.ts';
import { Console1795000000008 } from './0008-console.ts';
import { PasscodeLink1795000000009 } from './0009-passcode-link.ts';
import { Deliveries1795000000010 } from './0010-deliveries.ts';

/** Every migration, oldest first. */
export const migrations = [
  Organisations1795000000001,
  Setup1795000000002,
  Sessions1795000000003,
  Evidence1795000000004,
  Roster1795000000005,
  FrontDoor1795000000006,
  Console1795000000008,
  PasscodeLink1795000000009,
  Deliveries1795000000010,
];
