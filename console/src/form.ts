import type { FormEvent } from 'react';

/** The text of a form's field by its name, trimmed. The browser's own sending is called off. */
export function takeForm(event: FormEvent<HTMLFormElement>): (name: string) => string {
  event.preventDefault();
  const data = new FormData(event.currentTarget);
  return (name) => {
    const value = data.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
}
