import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { errorOnDisk, reasonForOperators } from '#platform/db/storage-error.ts'

const error = Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_SHMSIZE' })

test('if files cannot be created, a full disk is distinguished from a faulty one', () => {
  // This file system has no room for any file.
  expect(reasonForOperators(errorOnDisk(error, '/proc/desk.db'))).toBe(
    'there is no room left for the database (disk I/O error)',
  )
  expect(reasonForOperators(errorOnDisk(error, join(tmpdir(), 'desk.db')))).toBe(
    'the files of the database cannot be read or written (disk I/O error)',
  )
})
