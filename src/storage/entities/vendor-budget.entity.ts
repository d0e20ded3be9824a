import { EntitySchema } from 'typeorm';

import { int, primary, text, time } from './columns.ts';

/** Calls made to one vendor account in one window. Outside organisations: the key is a digest, and accounts may be shared. */
export interface VendorBudgetRow {
  budget_key: string;
  window_start: Date;
  used: number;
}

export const VendorBudgetEntity = new EntitySchema<VendorBudgetRow>({
  name: 'vendor_budgets',
  columns: { budget_key: primary(text), window_start: primary(time), used: int },
});
