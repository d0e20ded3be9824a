import { z } from 'zod';
import { ExternalRef } from '../../application/connections.ts';
import type { Application, Caller, Scope } from '../../application/context.ts';
import type { Complete } from '../../application/idempotency.ts';
import type { PageRequest, Transaction } from '../../application/ports.ts';
import type { Put } from '../../application/put-by-ref.ts';
import type { ErrorCode } from '../../domain/errors.ts';
import { batchOf, BatchResult, carryOut } from '../batch.ts';
import { ChangeHeaders, etagOf, ReadHeaders, requiredVersion, sendCurrent } from '../conditional.ts';
import { CreateHeaders, createForRequest } from '../create-once.ts';
import { changeRefusals, creationRefusals, IdParams, noBody } from '../operation.ts';
import { pageOf, PageQuery, readPage } from '../paging.ts';
import { callerOf } from '../plugins/authentication.ts';
import type { Routes } from './context.ts';

export const RefParams = z.strictObject({ ref: ExternalRef });

/** A kind of record that is replaced as a whole, and may be named by the caller's own reference besides what it holds, `Own`. */
export interface ReferencedKind<Own, Stored, View> {
  /** Its words: in addresses, in component names, and in sentences. */
  words: { path: string; component: string; singular: string; plural: string };
  scopes: { read: Scope; write: Scope };
  /** What adding and replacing one says besides what goes for every kind. */
  descriptions: { create: string; replace: string; byRef: string; item: string };
  /** What a body of this kind may be refused with, besides its shape. */
  refusals: readonly ErrorCode[];
  request: z.ZodType<Own & { externalRef: string | null }>;
  byRef: z.ZodType<Own>;
  item: z.ZodType<Own & { externalRef: string }>;
  resource: z.ZodType<View, View>;
  view: (stored: Stored) => View;
  find: (transaction: Transaction, id: string) => Promise<Stored | undefined>;
  create: (
    application: Application,
    caller: Caller,
    given: Own & { externalRef: string | null },
    complete: Complete,
  ) => Promise<Stored>;
  get: (application: Application, caller: Caller, id: string) => Promise<Stored>;
  getByRef: (application: Application, caller: Caller, ref: string) => Promise<Stored>;
  list: (application: Application, caller: Caller, page: PageRequest) => Promise<Stored[]>;
  replace: (
    application: Application,
    caller: Caller,
    id: string,
    given: Own & { externalRef: string | null },
    version: number,
  ) => Promise<Stored>;
  put: (application: Application, caller: Caller, ref: string, given: Own) => Promise<Put<Stored>>;
}

/** Add, list, read, replace; the same by reference; and many at once. */
export const referencedRoutes =
  <Own, Stored extends { id: string; version: number }, View>(
    kind: ReferencedKind<Own, Stored, View>,
  ): Routes =>
  async (app, { application }) => {
    const { path, component, singular, plural } = kind.words;
    const tags = [`${component}s`];
    const read = [kind.scopes.read];
    const write = [kind.scopes.write];
    // As schemas of anything: with one of a type parameter, the framework's types of handlers say nothing.
    const { request: whole, resource }: { request: z.ZodType; resource: z.ZodType } = kind;
    const byRef: z.ZodType = kind.byRef.meta({
      id: `${component}ByRef`,
      description: kind.descriptions.byRef,
    });
    type Whole = Own & { externalRef: string | null };
    const addressed = (stored: Stored) => ({ location: `/v1/${path}/${stored.id}`, etag: etagOf(stored) });

    app.route({
      method: 'POST',
      url: `/${path}`,
      config: {
        scopes: write,
        refusals: [...creationRefusals, 'EXTERNAL_REF_TAKEN', 'RESOURCE_NOT_FOUND', ...kind.refusals],
      },
      schema: {
        tags,
        operationId: `create${component}`,
        summary: `Add a ${singular}`,
        description: kind.descriptions.create,
        headers: CreateHeaders,
        body: whole,
        response: { 201: resource },
      },
      handler: async (request, reply) => {
        const stored = await createForRequest(application, { request, reply }, 201, {
          create: (complete) => kind.create(application, callerOf(request), request.body as Whole, complete),
          find: kind.find,
        });
        return reply.code(201).headers(addressed(stored)).send(kind.view(stored));
      },
    });

    app.route({
      method: 'GET',
      url: `/${path}`,
      config: { scopes: read },
      schema: {
        tags,
        operationId: `list${component}s`,
        summary: `List ${plural}`,
        description: 'Newest first.',
        querystring: PageQuery,
        response: { 200: pageOf(resource, `${component}Page`) },
      },
      handler: (request, reply) =>
        readPage(
          { query: request.query, request, reply },
          (page) => kind.list(application, callerOf(request), page),
          kind.view,
        ),
    });

    app.route({
      method: 'GET',
      url: `/${path}/:id`,
      config: { scopes: read, refusals: ['RESOURCE_NOT_FOUND'] },
      schema: {
        tags,
        operationId: `get${component}`,
        summary: `Read a ${singular}`,
        description: 'The ETag is what a change names.',
        params: IdParams,
        headers: ReadHeaders,
        response: { 200: resource, 304: noBody('Not changed.') },
      },
      handler: async (request, reply) => {
        const stored = await kind.get(application, callerOf(request), request.params.id);
        return sendCurrent(request, reply, stored, kind.view(stored));
      },
    });

    app.route({
      method: 'PUT',
      url: `/${path}/:id`,
      config: { scopes: write, refusals: [...changeRefusals, 'EXTERNAL_REF_TAKEN', ...kind.refusals] },
      schema: {
        tags,
        operationId: `replace${component}`,
        summary: `Replace a ${singular}`,
        description: kind.descriptions.replace,
        params: IdParams,
        headers: ChangeHeaders,
        body: whole,
        response: { 200: resource },
      },
      handler: async (request, reply) => {
        const version = requiredVersion(request);
        const { id } = request.params;
        const stored = await kind.replace(application, callerOf(request), id, request.body as Whole, version);
        return reply.header('etag', etagOf(stored)).send(kind.view(stored));
      },
    });

    app.route({
      method: 'GET',
      url: `/${path}/by-ref/:ref`,
      config: { scopes: read, refusals: ['RESOURCE_NOT_FOUND'] },
      schema: {
        tags,
        operationId: `get${component}ByRef`,
        summary: `Read a ${singular} by your own reference`,
        description: 'As by its id.',
        params: RefParams,
        headers: ReadHeaders,
        response: { 200: resource, 304: noBody('Not changed.') },
      },
      handler: async (request, reply) => {
        const stored = await kind.getByRef(application, callerOf(request), request.params.ref);
        return sendCurrent(request, reply, stored, kind.view(stored));
      },
    });

    app.route({
      method: 'PUT',
      url: `/${path}/by-ref/:ref`,
      config: { scopes: write, refusals: ['RESOURCE_NOT_FOUND', 'VERSION_MISMATCH', ...kind.refusals] },
      schema: {
        tags,
        operationId: `put${component}ByRef`,
        summary: `Add or replace a ${singular} by your own reference`,
        description: 'Sending the same again changes nothing.',
        params: RefParams,
        body: byRef,
        response: { 200: resource, 201: resource },
      },
      handler: async (request, reply) => {
        const { ref } = request.params;
        const { record, outcome } = await kind.put(application, callerOf(request), ref, request.body as Own);
        return reply
          .code(outcome === 'created' ? 201 : 200)
          .headers(addressed(record))
          .send(kind.view(record));
      },
    });

    const item = kind.item.meta({ id: `${component}Item`, description: kind.descriptions.item });
    app.route({
      method: 'POST',
      url: `/${path}/batch`,
      config: { scopes: write },
      schema: {
        tags,
        operationId: `put${component}sBatch`,
        summary: `Add or replace up to 100 ${plural} by your own references`,
        description: 'One result for each item; a bad one does not hold up the others.',
        body: batchOf(item, `${component}Batch`),
        response: { 200: BatchResult },
      },
      handler: (request) =>
        carryOut(application, request, {
          schema: item,
          items: request.body.items,
          // What is left of an item without its reference; the types cannot say so of a type parameter.
          put: ({ externalRef, ...own }) =>
            kind.put(application, callerOf(request), externalRef, own as unknown as Own),
        }),
    });
  };
