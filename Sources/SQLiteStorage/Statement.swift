/// Every statement that is kept prepared, by what it does. Numbered parameters are bound in their order.
enum Statement: String, Hashable {
    case begin = "BEGIN IMMEDIATE"
    case commit = "COMMIT"
    case rollback = "ROLLBACK"
    case beginBatch = "SAVEPOINT batch"
    case keepBatch = "RELEASE batch"
    case undoBatch = "ROLLBACK TO batch"

    // MARK: Verifications

    case insertVerification = """
        INSERT INTO verification(id, version, ended_at, expires_at, lookup, recipient, service, account, body)
        VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING
        """
    /// Leaves the indexed columns alone, so that no index is touched.
    case replaceLiveVerification = """
        UPDATE verification SET version = ?3, body = ?5
        WHERE id = ?1 AND version = ?2 AND ended_at = 9223372036854775807 AND expires_at = ?4
          AND length(body) = length(?5)
        """
    case replaceVerification = """
        UPDATE verification SET version = ?3, expires_at = ?4, body = ?5, ended_at = ?6 WHERE id = ?1 AND version = ?2
        """
    case verificationRoom = "SELECT length(body) FROM verification WHERE id = ?1 AND version = ?2"
    case retireVerification = """
        UPDATE verification SET id = CAST(printf('%016d', number) AS BLOB), ended_at = ?2, body = zeroblob(length(body))
        WHERE id = ?1
        """
    case verification = "SELECT body FROM verification WHERE id = ?1"
    case pendingVerifications = """
        SELECT body FROM verification INDEXED BY verification_pending
        WHERE lookup = ?1 AND recipient = ?2 AND service = ?3 AND account = ?4 AND expires_at > ?5
          AND ended_at = 9223372036854775807
        ORDER BY id DESC LIMIT ?6
        """
    case overdueVerifications = """
        SELECT body FROM verification INDEXED BY verification_due
        WHERE expires_at <= ?1 AND ended_at = 9223372036854775807
        ORDER BY expires_at, id LIMIT ?2
        """
    case liveVerifications = """
        SELECT body FROM verification INDEXED BY verification_due
        WHERE expires_at > ?1 AND ended_at = 9223372036854775807
        """
    case dropVerifications = """
        DELETE FROM verification WHERE number IN (
          SELECT number FROM verification WHERE ended_at < ?1 AND ended_at < 9223372036854775807
          ORDER BY ended_at LIMIT ?2)
        """

    // MARK: Messages

    case insertMessage = """
        INSERT INTO message(id, version, ended_at, body) VALUES(?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING
        """
    case replaceLiveMessage = """
        UPDATE message SET version = ?3, body = ?4
        WHERE id = ?1 AND version = ?2 AND ended_at = 9223372036854775807 AND length(body) = length(?4)
        """
    case replaceMessage = """
        UPDATE message SET version = ?3, body = ?4, ended_at = ?5 WHERE id = ?1 AND version = ?2
        """
    case messageRoom = "SELECT length(body) FROM message WHERE id = ?1 AND version = ?2"
    case retireMessage = """
        UPDATE message SET id = CAST(printf('%016d', number) AS BLOB), ended_at = ?2, body = zeroblob(length(body))
        WHERE id = ?1
        """
    case message = "SELECT body FROM message WHERE id = ?1"
    case unfinishedMessages = """
        SELECT body FROM message WHERE id > ?1 AND ended_at = 9223372036854775807 ORDER BY id LIMIT ?2
        """
    case dropMessages = """
        DELETE FROM message WHERE number IN (
          SELECT number FROM message WHERE ended_at < ?1 AND ended_at < 9223372036854775807
          ORDER BY ended_at LIMIT ?2)
        """
    case keepReceipt = "INSERT INTO receipt(at, body) VALUES(?1, ?2)"
    case receipts = "SELECT count(*) FROM receipt"
    case dropReceipts = """
        DELETE FROM receipt WHERE number IN (SELECT number FROM receipt WHERE at < ?1 ORDER BY at LIMIT ?2)
        """

    // MARK: Limits

    case insertCounter = """
        INSERT INTO counter(key, version, expires_at, body) VALUES(?1, ?2, ?3, ?4)
        ON CONFLICT(key) DO UPDATE
        SET version = excluded.version, expires_at = excluded.expires_at, body = excluded.body
        WHERE counter.expires_at <= ?5
        """
    case replaceCounter = """
        UPDATE counter SET version = ?3, expires_at = ?4, body = ?5 WHERE key = ?1 AND version = ?2
        """
    case counter = "SELECT body FROM counter WHERE key = ?1 AND expires_at > ?2"
    case dropCounters = """
        DELETE FROM counter WHERE number IN (
          SELECT number FROM counter WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2)
        """
    case insertAnswer = """
        INSERT INTO answer(account, key, expires_at, body) VALUES(?1, ?2, ?3, ?4)
        ON CONFLICT(key, account) DO UPDATE SET expires_at = excluded.expires_at, body = excluded.body
        WHERE answer.expires_at <= ?5
        """
    case answer = "SELECT body FROM answer WHERE account = ?1 AND key = ?2 AND expires_at > ?3"
    case dropAnswers = """
        DELETE FROM answer WHERE number IN (
          SELECT number FROM answer WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2)
        """

    // MARK: Tenancy

    case insertAccount = "INSERT INTO account(id, version, body) VALUES(?1, ?2, ?3) ON CONFLICT DO NOTHING"
    case replaceAccount = "UPDATE account SET version = ?3, body = ?4 WHERE id = ?1 AND version = ?2"
    case deleteAccount = "DELETE FROM account WHERE id = ?1"
    case accounts = "SELECT body FROM account ORDER BY id"
    case insertService = """
        INSERT INTO service(id, version, account, name, body) VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING
        """
    case replaceService = """
        UPDATE OR IGNORE service SET version = ?3, account = ?4, name = ?5, body = ?6 WHERE id = ?1 AND version = ?2
        """
    case deleteService = "DELETE FROM service WHERE id = ?1"
    case services = "SELECT body FROM service WHERE account = ?1 ORDER BY id"
    case insertKey = """
        INSERT INTO api_key(id, version, account, body) VALUES(?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING
        """
    case replaceKey = """
        UPDATE api_key SET version = ?3, account = ?4, body = ?5 WHERE id = ?1 AND version = ?2
        """
    case deleteKey = "DELETE FROM api_key WHERE id = ?1"
    case keys = "SELECT body FROM api_key WHERE account = ?1 ORDER BY id"

    // MARK: Items

    case insertItem = """
        INSERT INTO item(kind, version, expires_at, room, key, parent, body) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)
        """
    /// The first free row with the room, so that what lives gathers at the front.
    case reuseItem = """
        UPDATE item SET kind = ?1, version = ?2, expires_at = ?3, key = ?5, parent = ?6, body = ?7
        WHERE number = (SELECT number FROM item WHERE room = ?4 AND kind < 0 ORDER BY number LIMIT 1)
        """
    case replaceItem = """
        UPDATE item SET version = ?2, expires_at = ?3, parent = ?6, body = ?7
        WHERE kind = ?1 AND key = ?5 AND room = ?4 AND kind > 0
        """
    case heldItem = "SELECT room, version, expires_at FROM item WHERE kind = ?1 AND key = ?2 AND kind > 0"
    case freeItem = """
        UPDATE item SET kind = -1, key = x'', parent = x'', body = zeroblob(room)
        WHERE kind = ?1 AND key = ?2 AND kind > 0
        """
    case freeExpiredItems = """
        UPDATE item SET kind = -1, key = x'', parent = x'', body = zeroblob(room)
        WHERE number IN (
          SELECT number FROM item WHERE expires_at <= ?1 AND kind > 0 AND expires_at < 9223372036854775807
          ORDER BY expires_at LIMIT ?2)
        """
    /// Drops the last ?1 rows if they and the ?2 before them are free.
    case dropFreeItems = """
        DELETE FROM item WHERE number IN (SELECT number FROM item ORDER BY number DESC LIMIT ?1)
          AND NOT EXISTS (SELECT 1 FROM (SELECT kind FROM item ORDER BY number DESC LIMIT ?1 + ?2) WHERE kind > 0)
        """
    case item = "SELECT body FROM item WHERE kind = ?1 AND key = ?2 AND expires_at > ?3 AND kind > 0"
    case items = """
        SELECT body FROM item INDEXED BY item_parent
        WHERE kind = ?1 AND parent = ?2 AND key > ?3 AND expires_at > ?4 AND kind > 0 ORDER BY key LIMIT ?5
        """
    case allItems = """
        SELECT body FROM item INDEXED BY item_key
        WHERE kind = ?1 AND key > ?2 AND expires_at > ?3 AND kind > 0 ORDER BY key LIMIT ?4
        """
    case itemCount = """
        SELECT count(*) FROM item INDEXED BY item_parent
        WHERE kind = ?1 AND parent = ?2 AND expires_at > ?3 AND kind > 0
        """
}
