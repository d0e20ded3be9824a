import type { ReactNode } from 'react';

interface MessageProps {
  tone: 'good' | 'careful' | 'bad' | 'plain';
  /** Read out at once. */
  urgent?: boolean;
  children: ReactNode;
}

/** A few sentences that stand out, in a colour and with a mark, so that the colour is never all. */
export function Message({ tone, urgent = false, children }: MessageProps): ReactNode {
  return (
    <div className={`message ${tone}`} role={urgent ? 'alert' : undefined}>
      {children}
    </div>
  );
}
