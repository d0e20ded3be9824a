import { ClientEntity } from './client.entity.ts';
import { ConnectionEntity, PostureEntity } from './connection.entity.ts';
import { ConsoleSessionEntity, HostAddressEntity, SignInEntity } from './console.entity.ts';
import { DeliveryEntity } from './delivery.entity.ts';
import {
  AuditEventEntity,
  IdempotencyKeyEntity,
  ObservationEntity,
  RecordEntity,
} from './evidence.entity.ts';
import { ArrivalEntity, AttendanceMarkEntity, DoorEntity, PassTriesEntity } from './front-door.entity.ts';
import { HostEntity, HostIdentityEntity } from './host.entity.ts';
import { IntentEntity, MeetingEntity } from './meeting.entity.ts';
import { ApiKeyEntity, OrganisationEntity, PublicIdEntity } from './organisation.entity.ts';
import { PolicyEntity, PolicyVersionEntity } from './policy.entity.ts';
import { OrganisationSettingsEntity, PassEntity, PersonEntity, PortalEntryEntity } from './roster.entity.ts';
import { PlanEntity, SessionEntity } from './session.entity.ts';
import { VendorBudgetEntity } from './vendor-budget.entity.ts';

/** Every table there is. The tests fail where these and the migrated schema differ. */
export const entities = [
  OrganisationEntity,
  PublicIdEntity,
  ApiKeyEntity,
  PolicyEntity,
  PolicyVersionEntity,
  ClientEntity,
  ConnectionEntity,
  PostureEntity,
  HostEntity,
  HostIdentityEntity,
  HostAddressEntity,
  SignInEntity,
  ConsoleSessionEntity,
  SessionEntity,
  PlanEntity,
  MeetingEntity,
  IntentEntity,
  ObservationEntity,
  RecordEntity,
  AuditEventEntity,
  IdempotencyKeyEntity,
  OrganisationSettingsEntity,
  PersonEntity,
  PassEntity,
  PortalEntryEntity,
  DoorEntity,
  ArrivalEntity,
  AttendanceMarkEntity,
  PassTriesEntity,
  DeliveryEntity,
  VendorBudgetEntity,
];
