import { DomainError } from '../../domain/errors.ts';
import { MailboxResource, mailView } from '../resources/mailbox.ts';
import type { Routes } from './context.ts';

/** The mailbox of this machine, which takes the mail of everybody while the service is tried out, and is not there otherwise. */
export const mailboxRoutes: Routes = async (app, { application }) => {
  app.route({
    method: 'GET',
    url: '/mailbox',
    config: { scopes: ['deliveries:read'], refusals: ['RESOURCE_NOT_FOUND'] },
    schema: {
      tags: ['Console'],
      operationId: 'readMailbox',
      summary: 'Read the mailbox for trying out',
      description: 'Where everything is on this machine, so is its mail: nothing is sent to anybody.',
      response: { 200: MailboxResource },
    },
    handler: async () => {
      const { mailbox } = application;
      if (mailbox === null) {
        throw new DomainError(
          'RESOURCE_NOT_FOUND',
          'There is a mailbox only while the service is tried out.',
        );
      }
      return { items: mailbox.list().map(mailView) };
    },
  });
};
