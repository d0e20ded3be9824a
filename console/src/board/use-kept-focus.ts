import { useEffect, useRef, type FocusEvent, type RefObject } from 'react';

/**
 * Keeps the focus where the coach left it, though the board changes: an item that moved is found again by its name, and for one
 * that is gone the next is taken.
 *
 * @param attribute the data attribute that names an item, such as `data-person`.
 */
export function useKeptFocus<Container extends HTMLElement>(
  attribute: string,
): {
  ref: RefObject<Container | null>;
  onFocus: (event: FocusEvent) => void;
  onBlur: (event: FocusEvent) => void;
} {
  const ref = useRef<Container>(null);
  const kept = useRef<{ name: string | null; at: number } | null>(null);
  const itemsIn = () => [...(ref.current?.querySelectorAll<HTMLElement>(`[${attribute}]`) ?? [])];

  useEffect(() => {
    const container = ref.current;
    // Where the focused element was taken out of the page, nothing has the focus.
    if (kept.current === null || container === null || document.activeElement !== document.body) return;
    const items = itemsIn();
    const { name, at } = kept.current;
    const next =
      items.find((item) => item.getAttribute(attribute) === name) ?? items[Math.min(at, items.length - 1)];
    (next ?? container).focus();
  });

  return {
    ref,
    onFocus: ({ target }) => {
      const item = target.closest(`[${attribute}]`);
      kept.current =
        item === null
          ? null
          : { name: item.getAttribute(attribute), at: itemsIn().findIndex((other) => other === item) };
    },
    onBlur: ({ relatedTarget }) => {
      if (relatedTarget !== null) kept.current = null;
    },
  };
}
