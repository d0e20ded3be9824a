import { useState, type ReactNode } from 'react';
import { Button } from './button.tsx';

/** The first few items of a list, and the rest when asked for. */
export function Few({ items, most }: { items: readonly ReactNode[]; most: number }): ReactNode {
  const [all, setAll] = useState(false);
  const rest = items.length - most;
  return (
    <>
      <ul className="few">{all ? items : items.slice(0, most)}</ul>
      {rest > 0 ? (
        <div>
          <Button kind="quiet" expanded={all} onPress={() => setAll(!all)}>
            {all ? 'Show fewer' : `Show ${rest} more`}
          </Button>
        </div>
      ) : null}
    </>
  );
}
