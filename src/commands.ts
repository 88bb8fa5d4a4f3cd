import type { Command } from '#platform'

/**
 * The commands of `npx concord`, in the order in which `--help` lists them. Each is loaded when it is wanted, so that a small
 * one does not wait for the server's parts.
 */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./serve.ts')).serveCommand,
  schema: async () => (await import('./platform/schema.command.ts')).schemaCommand,
}
