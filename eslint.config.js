import boundaries from 'eslint-plugin-boundaries';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** The layers of the design (docs/adr/0002-layers.md). An import that is not listed here is an error. */
const layers = [
  { type: 'domain', pattern: 'src/domain/**', mode: 'full' },
  { type: 'application', pattern: 'src/application/**', mode: 'full' },
  { type: 'registry', pattern: 'src/providers/registry.ts', mode: 'full' },
  { type: 'provider-shared', pattern: 'src/providers/shared/**', mode: 'full' },
  { type: 'provider', pattern: 'src/providers/*/**', mode: 'full', capture: ['platform'] },
  { type: 'sandbox-shared', pattern: 'src/sandbox/shared/**', mode: 'full' },
  { type: 'sandbox', pattern: 'src/sandbox/*/**', mode: 'full', capture: ['platform'] },
  { type: 'sandbox-main', pattern: 'src/sandbox/*.ts', mode: 'full' },
  { type: 'storage', pattern: ['src/storage/**', 'migrations/**'], mode: 'full' },
  { type: 'jobs', pattern: 'src/jobs/**', mode: 'full' },
  { type: 'api', pattern: 'src/api/**', mode: 'full' },
  { type: 'cli', pattern: 'src/cli/**', mode: 'full' },
  { type: 'compose', pattern: ['src/*.ts'], mode: 'full' },
];

const external = (...names) => ({ to: { origin: 'external', source: names } });

export default tseslint.config(
  { ignores: ['node_modules/**', 'build/**', '.data/**', 'coverage/**'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { boundaries, 'import-x': importX },
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
);
