import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A meeting's link with the platform's passcode in it. Meetings from before have none: people are shown the passcode. */
export class PasscodeLink1795000000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE meetings ADD COLUMN passcode_link_enc bytea');
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward. Restore a backup to go back.');
  }
}
