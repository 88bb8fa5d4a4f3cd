// A process of its own for one file that nobody has looked at yet: file-examiner.ts starts it, with nothing in its surroundings.
import { examineFile } from './file-examination.ts'

const [path, folder] = process.argv.slice(2)
process.stdout.write(JSON.stringify(await examineFile(path!, folder!)))
