import { createServer } from 'node:net'
import { codeOf, Stop } from './errors.ts'

/** @throws Stop with a sentence for what keeps a server from listening there; rethrows anything else. */
const refuse = (error: unknown, host: string, port: number): never => {
  const code = codeOf(error)
  if (code === 'EADDRINUSE')
    throw new Stop(`Port ${port} is taken: stop what listens on it, or choose another, for example PORT=${port + 1}.`)
  if (code === 'EACCES')
    throw new Stop(`Port ${port} is for privileged programs: choose one from 1024 on, for example PORT=3000.`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    throw new Stop(
      `HOST=${host} is no address of this machine: 127.0.0.1 is this machine only, 0.0.0.0 is every network it is on.`,
    )
  throw error
}

/**
 * Finds out whether a server could listen, before anything slow is started for nothing.
 * @param port 0: any free port
 * @returns the port, chosen if it was 0
 * @throws Stop when it is taken, or is not ours to take
 */
export const portToListenOn = async (host: string, port: number): Promise<number> => {
  const server = createServer()
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  } catch (error) {
    return refuse(error, host, port)
  }
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : port
}

/** Waits for `listen`; a port that was taken in the meantime is told as at the start. */
export const listening = (listen: Promise<unknown>, host: string, port: number): Promise<unknown> =>
  listen.catch((error: unknown) => refuse(error, host, port))
