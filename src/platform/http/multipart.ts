import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import busboy from 'busboy'
import type { Request } from 'express'
import { DomainError, invalidField, malformed } from '#errors'
import { fileSystemError } from '#platform/db/storage-error.ts'
import { mostFields } from './form-encoding.ts'
import { UploadedFile } from './uploaded-file.ts'

/** How much a route accepts. */
export interface Uploads {
  files: number
  /** Maximum size of each file, in bytes. */
  most: number
}

export interface MultipartBody {
  fields: Record<string, unknown>
  /** Why the body is incomplete, if the client still reads a response. */
  fault: DomainError | null
}

interface Reading {
  uploads: Uploads
  /** The folder for files; null if the client may not send files, so that only text fields are kept. */
  folder: string | null
  /** Called with every file created, as soon as it exists: the caller must remove it. */
  made: (path: string) => void
}

const mostText = 600_000
/** Browsers show no response before everything was sent, so excess data is read and dropped, up to this many bytes. */
const mostBytes = 64_000_000

const broken = () => invalidField('', 'The form did not arrive whole. Choose the file and send it again.')
const tooMuch = () => new DomainError('too_large', 'too_large', 'The request is too large: 64 MB at most.')
const tooMuchText = () => new DomainError('too_large', 'too_large', 'The form is too large: 600 kB of text at most.')

/**
 * Parses a form with files (multipart/form-data, RFC 7578), which are written to disk as they arrive. An empty file
 * input counts as left out.
 *
 * @throws when the client disconnects
 */
export async function readMultipart(req: Request, reading: Reading): Promise<MultipartBody> {
  if (Number(req.get('content-length')) > mostBytes) throw tooMuch()
  const form = new FormReader(reading)
  const parser = parserOf(req, reading.uploads)
  if (!parser) return { fields: {}, fault: broken() }
  form.listenTo(parser)
  const ended = finished(parser).catch(() => {})
  let size = 0
  try {
    for await (const chunk of req) {
      size += chunk.length
      if (size > mostBytes) form.fail(tooMuch())
      if (size > 3 * mostBytes) break
      if (!form.fault && !parser.write(chunk)) await Promise.race([once(parser, 'drain').catch(() => {}), ended])
    }
  } catch {
    parser.destroy()
    await form.filesWritten()
    throw malformed('The connection broke off before everything had arrived.')
  }
  parser.end()
  await ended
  await form.filesWritten()
  return { fields: form.fields, fault: form.fault }
}

/** @returns null if the body cannot be parsed, as without a boundary */
function parserOf(req: Request, { files, most }: Uploads): busboy.Busboy | null {
  const { 'content-type': type = '' } = req.headers
  // One more than is accepted: the parser reports a limit as soon as it is reached.
  const limits = {
    fieldNameSize: 100,
    fieldSize: mostText,
    fields: mostFields,
    fileSize: most + 1,
    files,
    parts: mostFields + files,
    headerPairs: 20,
  }
  try {
    return busboy({ headers: { 'content-type': type }, defParamCharset: 'utf8', limits })
  } catch {
    return null
  }
}

class FormReader {
  readonly fields: Record<string, unknown> = Object.create(null)
  fault: DomainError | null = null
  #text = 0
  readonly #files: Promise<void>[] = []
  #failure: unknown
  readonly #reading: Reading

  constructor(reading: Reading) {
    this.#reading = reading
  }

  fail(fault: DomainError): void {
    this.fault ??= fault
  }

  listenTo(parser: busboy.Busboy): void {
    parser.on('error', () => this.fail(broken()))
    parser.on('field', (name, value, { nameTruncated, valueTruncated }) => {
      this.#text += Buffer.byteLength(value ?? '')
      if (nameTruncated || valueTruncated || this.#text > mostText) this.fail(tooMuchText())
      // The parser decodes leniently, and gives no value for an unknown character set.
      else if (value === undefined || `${name}${value}`.includes('\ufffd'))
        this.fail(malformed('The form is not valid UTF-8.'))
      else this.#add(name, value)
    })
    parser.on('file', (name, stream, { filename }) => {
      this.#files.push(this.#receive(name, stream, filename))
    })
    const tooMany = () => this.fail(malformed('There are too many fields or files.'))
    parser.on('fieldsLimit', tooMany).on('filesLimit', tooMany).on('partsLimit', tooMany)
  }

  /** @throws the error of a failed write */
  async filesWritten(): Promise<void> {
    await Promise.all(this.#files)
    if (this.#failure) throw fileSystemError(this.#failure)
  }

  #add(name: string | undefined, value: unknown): void {
    const key = name ?? ''
    this.fields[key] = key in this.fields ? [this.fields[key], value].flat() : value
  }

  /** Always reads the stream to its end: the parser waits for it. */
  async #receive(field: string, stream: Readable, name: string | undefined): Promise<void> {
    const { folder, uploads, made } = this.#reading
    if (!folder) return void stream.on('error', () => {}).resume()
    const path = join(folder, `${process.pid}-${randomUUID()}`)
    const hash = createHash('sha256')
    let size = 0
    let file: FileHandle | undefined
    try {
      for await (const chunk of stream) {
        size += chunk.length
        hash.update(chunk)
        if (this.#failure) continue
        try {
          file ??= await create(path, made)
          await file.writeFile(chunk)
        } catch (error) {
          this.#failure = error
        }
      }
    } catch {
      this.fail(broken())
    }
    await file?.close().catch((error) => (this.#failure ??= error))
    if (size === 0 && !name) return
    this.#add(
      field,
      new UploadedFile({ path, name: name ?? null, size, sha256: hash.digest('hex'), most: uploads.most }),
    )
  }
}

async function create(path: string, made: (path: string) => void): Promise<FileHandle> {
  await mkdir(join(path, '..'), { recursive: true, mode: 0o700 })
  made(path)
  return open(path, 'wx', 0o600)
}

export const removeUploads = (paths: string[]) => Promise.all(paths.map((path) => rm(path, { force: true })))
