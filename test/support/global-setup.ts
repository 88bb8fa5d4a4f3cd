// Given to node:test by test/run.ts: one database server and one template for all files of a run.
import { makeTemplate, templateVariable, type Template } from './template.ts'

let template: Template | undefined

export const globalSetup = async (): Promise<void> => {
  template = await makeTemplate()
  process.env[templateVariable] = JSON.stringify(template.urls)
}

export const globalTeardown = async (): Promise<void> => {
  await template?.tearDown()
}
