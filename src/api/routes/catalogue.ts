import { describeControls, describePlatforms } from '../../application/capabilities.ts';
import { ControlList, PlatformList } from '../resources/catalogue.ts';
import type { Routes } from './context.ts';

const tags = ['Platforms'];

export const catalogueRoutes: Routes = async (app, { application }) => {
  // Neither changes while the process runs.
  const platforms = { items: describePlatforms(application.providers) };
  const controls = { items: describeControls() };

  app.route({
    method: 'GET',
    url: '/platforms',
    config: { scopes: [] },
    schema: {
      tags,
      operationId: 'listPlatforms',
      summary: 'Compare platforms',
      description:
        'Per platform and control the means that can be had, on which condition, and where the facts come from. Also the schemas of a connection’s settings and credentials.',
      response: { 200: PlatformList },
    },
    handler: async () => platforms,
  });

  app.route({
    method: 'GET',
    url: '/controls',
    config: { scopes: [] },
    schema: {
      tags,
      operationId: 'listControls',
      summary: 'Read the control catalogue',
      description: 'Every security property that a policy may name, what it means, and the values it takes.',
      response: { 200: ControlList },
    },
    handler: async () => controls,
  });
};
