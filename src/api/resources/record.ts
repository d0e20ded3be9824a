import { z } from 'zod';

/** Members that every stored record is shown with. */
export const recordShape = {
  id: z.uuid(),
  version: z.int().describe('Raised by every change; the ETag holds it.'),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
};

/** Those members of a stored record. */
export const recordView = ({
  id,
  version,
  createdAt,
  updatedAt,
}: {
  id: string;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}) => ({ id, version, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() });
