interface Exception {
  /** Matches the reported line of the statement. */
  statement: RegExp
  reason: string
}

const newest =
  /^SCAN (accounts|audit_entries|failed_logins|captured_mails|notifications) in select (\*|"id"|"at") from "\w+" (where \(?"deleted_at" is null .*)?order by "id" desc limit/
const countedNewest =
  /^SCAN failed_logins in select count\(\*\) as "count" from \(select "at" from "failed_logins" order by "id" desc limit/

const fromAnId =
  /^SEARCH \w+ USING \S+ \S+ KEY \(rowid[<>]\?\) in select (\*|"id") from "\w+" where "id" [<>] \+?\? order by/

/** Statements that may read a whole table or index, and why. */
export const exceptions: Exception[] = [
  { statement: fromAnId, reason: 'The next page of all there are: nothing else is asked of them.' },
  { statement: newest, reason: 'The newest ones: the primary key is walked from its end until a page is full.' },
  { statement: countedNewest, reason: 'The same, for a count that goes no further than its limit.' },
  {
    statement: /accounts_suspended in select \(select count/,
    reason: 'The index holds the suspended accounts alone, and they are to be counted.',
  },
  {
    statement: /jobs_with_errors in update "jobs"/,
    reason: 'What stands in an error cannot be found by an index; this one holds the jobs with errors alone.',
  },
]
