import { useState } from 'react';

/** A setting of this browser. Where nothing can be stored, it lasts as long as the page. */
export function useStored(name: string, otherwise: boolean): [boolean, (value: boolean) => void] {
  const [value, setValue] = useState(() => {
    try {
      return (localStorage.getItem(name) ?? String(otherwise)) === 'true';
    } catch {
      return otherwise;
    }
  });
  return [
    value,
    (next) => {
      setValue(next);
      try {
        localStorage.setItem(name, String(next));
      } catch {
        // It lasts as long as the page.
      }
    },
  ];
}
