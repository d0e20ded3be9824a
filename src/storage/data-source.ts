import { DataSource, type Logger } from 'typeorm';

import { migrations } from '../../migrations/migrations.ts';
import { entities } from './entities/entities.ts';
import { createGatheringSocket } from './gathering-socket.ts';
import { PreparingClient } from './preparing-client.ts';

export interface DataSourceOptions {
  url: string;
  /** Most connections of this process. Default 10. */
  poolSize?: number;
  /** Longest wait for a connection, milliseconds. Default 5000. */
  connectTimeoutMs?: number;
  /** Longest run of one statement, milliseconds; 0 for none. Default 30000. */
  statementTimeoutMs?: number;
  /** Told of connections that break while idle; the pool replaces them. */
  onIdleError?: (error: Error) => void;
}

const nothing = () => undefined;
/** Of TypeORM's own: it prints what failed in a migration even where logging is off, and that may quote a row. */
const silent: Logger = {
  log: nothing,
  logMigration: nothing,
  logQuery: nothing,
  logQueryError: nothing,
  logQuerySlow: nothing,
  logSchemaBuild: nothing,
};

/** Not yet connected. Statements and their values are never logged. */
export function createDataSource(options: DataSourceOptions): DataSource {
  const { url, poolSize = 10, connectTimeoutMs = 5000, statementTimeoutMs = 30_000, onIdleError } = options;
  return new DataSource({
    type: 'postgres',
    url,
    poolSize,
    connectTimeoutMS: connectTimeoutMs,
    applicationName: 'subrosa',
    synchronize: false,
    logging: false,
    logger: silent,
    installExtensions: false,
    entities,
    migrations,
    migrationsTableName: 'schema_migrations',
    poolErrorHandler: (error: Error) => onIdleError?.(error),
    // Statements that do not wait for one another are sent together.
    extra: {
      statement_timeout: statementTimeoutMs,
      pipeline: true,
      stream: createGatheringSocket,
      Client: PreparingClient,
    },
  });
}
