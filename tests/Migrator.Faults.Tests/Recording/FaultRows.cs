namespace Migrator.Faults.Tests.Recording;

/// <summary>The rows that this suite tries. docs/faults.md is written from them.</summary>
internal static class FaultRows
{
    public static IReadOnlyList<FaultRow> All { get; } =
    [
        new(1, "SIGKILL inside a migration; at every statement boundary of the sample schema",
            "nothing of a transactional migration remains; the server side is gone within 2 s; a rerun completes"),
        new(2, "SIGKILL during CREATE INDEX CONCURRENTLY", "the invalid index is seen and rebuilt by the rerun; IF NOT EXISTS is never trusted"),
        new(3, "SIGKILL between a non-transactional statement and its record",
            "a rerun resumes at the statement where it stopped; or exit 7 with a recipe, which works"),
        new(4, "pg_terminate_backend during a statement", "rolled back; session, lock and version table had again and re-read; goes on or exit 8"),
        new(5, "connection cut during COMMIT, before and after the server got it", "outcome read from the version table; never applied twice"),
        new(6, "server restarted (immediate) in mid-run", "rolled back; goes on or exit 8; committed steps intact"),
        new(7, "server not up yet", "bounded wait with backoff, then exit 8; or it starts when the server comes"),
        new(8, "black hole: the network swallows packets, no reset", "the client has a deadline, and heeds signals; the server is told to notice, too"),
        new(9, "disk full, 53100", "exit 6, no retry; a rerun completes once there is room"),
        new(10, "2, 8, 50 concurrent `up`, fresh and existing database",
            "one applies, all exit 0, each version recorded once; no 40P01, 23505, 42P07 in the server's log"),
        new(11, "10 concurrent `up` with CONCURRENTLY pending", "no deadlock, no invalid index"),
        new(12, "a long transaction holds the table",
            "tried again with jitter; other clients wait at most a lock timeout at a time; blocker named; exit 4 at the budget"),
        new(13, "deadlock with the application, 40P01", "the whole transaction retried, clean"),
        new(14, "SIGTERM, SIGINT: in a statement, in COMMIT, in a retry pause, while waiting for the lock, while connecting",
            "cancelled, rolled back, lock released, 143 / 130 within the grace period, no server work left"),
        new(15, "second SIGTERM, then SIGKILL", "as 1; a second signal ends the tool at once"),
        new(16, "clock moved a day either way, before the run and in the middle of it",
            "durations and waits are right; times recorded are the server's"),
        new(17, "target is a standby", "refused before any lock, exit 2 or 8 by cause, nothing written"),
        new(18, "primary fails over in mid-run", "goes on or exit 8; re-verified on rerun against the new primary"),
        new(19, "connection limit reached (53300), also for the second, observing connection",
            "waits and tries again, then exit 8; or starts when there is room; losing the observer never harms the run"),
        new(20, "PgBouncer, transaction and statement mode / session mode",
            "refused, naming the pooler and the direct connection, nothing written / works"),
        new(21, "role- and database-level statement_timeout, lock_timeout, idle timeouts of 100 ms", "overridden, read back"),
        new(22, "CREATE INDEX CONCURRENTLY cancelled", "no invalid index is left, or the next run rebuilds it"),
        new(23, "CREATE UNIQUE INDEX CONCURRENTLY over duplicates (23505)", "invalid index removed, exit 6 or 7 as fits, index named, no data shown"),
        new(24, "application role runs `up` (42501)", "refused up front, nothing created"),
        new(25, "`status` and `wait` with a SELECT-only role, on a read-only database and on a standby", "works; not one transaction writes"),
        new(26, "deploy lock lost or session replaced in mid-run", "aborted before the next commit, nothing recorded; had again or exit 8"),
        new(27, "migration 3 of 5 fails", "1 and 2 kept and recorded, exit 6, a rerun resumes at 3"),
        new(28, "an applied migration is edited; an out-of-order one is added below what is applied",
            "exit 9, or 5 by policy, before any DDL; or accepted and applied where that is allowed"),
        new(29, "stdout closed, full or a broken pipe; read-only file system", "the migration's outcome is unaffected"),
        new(30, "old build on a newer schema; floor raised above it", "runs (Ahead) / refuses (TooNew), exit 9, nothing written"),
        new(31, "all of the above, and errors that quote rows", "no output holds a password or row data"),
    ];
}
