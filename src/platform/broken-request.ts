import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

const brokenStatus: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}
/** As long as somebody may still be sending who has been told to stop. */
const lingerMs = 1000

/** The latest answer on each connection, given or being given. */
const answers = new WeakMap<Socket, ServerResponse>()
const leaving = new WeakSet<Socket>()

/** Remembers which answer a connection is being given: what is broken behind a request must not be answered in its place. */
export const followAnswers = (server: Server): void => {
  server.prependListener('request', (request, answer) => {
    answers.set(request.socket, answer)
  })
}

/**
 * For what is not even a request: there is nobody to tell more than a status, and nothing after it on this connection. Where it came behind a
 * request that is being answered (a body that was not announced, for instance), that answer alone is given, or it would be lost among others. What
 * is still being sent is read past for a moment: closed at once, the connection would take the answer with it.
 */
export const answerBroken = (error: Error & { readonly code?: string }, socket: Socket): void => {
  if (error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  if (leaving.has(socket)) return
  leaving.add(socket)
  const answer = answers.get(socket)
  const isUnderWay = answer !== undefined && !answer.writableFinished && !answer.destroyed
  if (isUnderWay && answer.req.complete) {
    if (!answer.headersSent) answer.setHeader('connection', 'close')
    answer.once('close', () => leave(socket))
    return
  }
  const mayTell = socket.writable && !(isUnderWay && answer.headersSent)
  leave(
    socket,
    mayTell
      ? `HTTP/1.1 ${brokenStatus[error.code ?? ''] ?? '400 Bad Request'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`
      : '',
  )
}

const leave = (socket: Socket, words = ''): void => {
  if (socket.destroyed) return
  socket.end(words)
  const timer = setTimeout(() => socket.destroy(), lingerMs)
  socket.once('close', () => clearTimeout(timer))
}
