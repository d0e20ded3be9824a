import { Socket } from 'node:net';

/**
 * A connection that sends together what is written in one turn of the event loop, such as a transaction's beginning and its
 * first statement: each message by itself costs a system call, and wakes the server for itself alone.
 */
export function createGatheringSocket(): Socket {
  const socket = new Socket();
  const write = socket.write.bind(socket) as (...message: unknown[]) => boolean;
  let gathering = false;
  socket.write = (...message: unknown[]): boolean => {
    if (!gathering) {
      gathering = true;
      socket.cork();
      process.nextTick(() => {
        gathering = false;
        socket.uncork();
      });
    }
    return write(...message);
  };
  return socket;
}
