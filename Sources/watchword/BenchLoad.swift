import NIOCore
import World

/// Drives the journeys of one run over a pool of connections. Everything happens on one event loop.
final class BenchLoad {
    /// What is known of one journey; moments are absent until they come.
    struct Journey {
        /// When its start was due: a start that waited for a connection counts its wait.
        var wantedAt = Timestamp.distantPast
        var acceptedAt: Timestamp?
        var submittedAt: Timestamp?
        var arrivedAt: Timestamp?
        var checkSentAt: Timestamp?
        var checkedAt: Timestamp?
        var id: ByteBuffer?
        var code: String?
        var isOver = false
    }

    private enum Request {
        case start(Int)
        case check(Int)
    }

    let plan: BenchPlan
    private let loop: any EventLoop
    private let world: any World
    private let requests: BenchRequests
    private let finished: EventLoopPromise<BenchResult>
    private var idle: [BenchConnection]
    private var openConnections: Int
    private var waiting = CircularBuffer<Request>()
    private var journeys: [Journey]
    private var started = 0
    private var over = 0
    private var firstUnfinished = 0
    private var failures: [String: Int] = [:]
    private var beganAt = Timestamp.distantPast
    private var isRunning = false

    init(
        plan: BenchPlan, loop: any EventLoop, world: any World, connections: [BenchConnection],
        finished: EventLoopPromise<BenchResult>
    ) {
        (self.plan, self.loop, self.world, self.finished) = (plan, loop, world, finished)
        requests = BenchRequests(plan: plan)
        idle = connections
        openConnections = connections.count
        journeys = Array(repeating: Journey(), count: plan.journeys)
    }

    func begin() {
        beganAt = world.now
        isRunning = true
        watch()
        switch plan.load {
        case .closed(let concurrency):
            for _ in 0..<min(concurrency, plan.journeys) { startNext(wantedAt: world.now) }
        case .open(let rate): startDue(ratePerSecond: rate, zero: .now())
        }
        finishIfOver()
    }

    /// Ends the run without a result.
    func abandon() {
        guard isRunning else { return }
        isRunning = false
        finished.fail(CancellationError())
    }

    // MARK: Starting

    /// Starts what is due and comes back when the next is.
    private func startDue(ratePerSecond: Double, zero: NIODeadline) {
        let elapsed = Double((NIODeadline.now() - zero).nanoseconds)
        while isRunning, started < plan.journeys {
            let due = Double(started) * 1e9 / ratePerSecond
            guard due <= elapsed else {
                loop.assumeIsolated().scheduleTask(deadline: zero + .nanoseconds(Int64(due))) {
                    self.startDue(ratePerSecond: ratePerSecond, zero: zero)
                }
                return
            }
            startNext(wantedAt: world.now - .nanoseconds(Int64(elapsed - due)))
        }
    }

    private func startNext(wantedAt: Timestamp) {
        guard isRunning, started < plan.journeys else { return }
        journeys[started].wantedAt = wantedAt
        started += 1
        send(.start(started - 1))
    }

    private func send(_ request: Request) {
        while let connection = idle.popLast() {
            guard !connection.isOpen else { return send(request, on: connection) }
            openConnections -= 1
        }
        waiting.append(request)
    }

    private func send(_ request: Request, on connection: BenchConnection) {
        let octets: ByteBuffer
        switch request {
        case .start(let index): octets = requests.start(to: plan.digits(journey: index))
        case .check(let index):
            guard let id = journeys[index].id, let code = journeys[index].code else { return }
            journeys[index].checkSentAt = world.now
            octets = requests.check(id: id, code: code)
        }
        connection.send(octets) { self.answered(request, $0, on: connection) }
    }

    private func answered(_ request: Request, _ answer: BenchConnection.Answer, on connection: BenchConnection) {
        if !connection.isOpen {
            openConnections -= 1
        } else if isRunning {
            if let next = waiting.popFirst() { send(next, on: connection) } else { idle.append(connection) }
        }
        switch (request, answer) {
        case (.start(let index), .response(let response)): accepted(index, response)
        case (.check(let index), .response(let response)): checked(index, response)
        case (.start(let index), .lost), (.check(let index), .lost): fail(index, "connection to the gateway lost")
        }
        if openConnections == 0 { giveUp() }
    }

    // MARK: A journey's steps

    private func accepted(_ index: Int, _ response: BenchResponse) {
        guard response.status == 201, let id = response.text(of: "id") else {
            return fail(index, "start: " + Self.problem(response))
        }
        journeys[index].acceptedAt = world.now
        journeys[index].id = id
        checkIfPossible(index)
    }

    /// `submit_sm` came out of the wire.
    func submitted(_ digits: String, at moment: Timestamp) {
        guard let index = plan.journey(digits: digits), journeys[index].submittedAt == nil else { return }
        journeys[index].submittedAt = moment
    }

    /// The phone shows the message.
    func arrived(_ digits: some StringProtocol, code: String?, at moment: Timestamp) {
        guard let index = plan.journey(digits: digits), journeys[index].arrivedAt == nil else { return }
        journeys[index].arrivedAt = moment
        guard let code else { return fail(index, "no code in the message") }
        journeys[index].code = code
        checkIfPossible(index)
    }

    /// The phone may be faster than the answer to the start.
    private func checkIfPossible(_ index: Int) {
        guard !journeys[index].isOver, journeys[index].id != nil, journeys[index].code != nil else { return }
        send(.check(index))
    }

    private func checked(_ index: Int, _ response: BenchResponse) {
        guard response.status == 200, response.isTrue("valid") else {
            return fail(index, "check: " + Self.problem(response))
        }
        journeys[index].checkedAt = world.now
        end(index)
    }

    private static func problem(_ response: BenchResponse) -> String {
        let reason = response.text(of: "reason") ?? response.text(of: "code")
        return "\(response.status) " + (reason.map { String(buffer: $0) } ?? "")
    }

    private func fail(_ index: Int, _ kind: String) {
        guard !journeys[index].isOver else { return }
        failures[kind, default: 0] += 1
        end(index)
    }

    private func end(_ index: Int) {
        guard !journeys[index].isOver else { return }
        journeys[index].isOver = true
        journeys[index].id = nil
        over += 1
        if case .closed = plan.load, openConnections > 0 { startNext(wantedAt: world.now) }
        finishIfOver()
    }

    private func watch() {
        guard isRunning else { return }
        giveUpOnLate()
        loop.assumeIsolated().scheduleTask(in: .seconds(1)) { self.watch() }
    }

    private func giveUpOnLate() {
        let now = world.now
        while firstUnfinished < started, journeys[firstUnfinished].isOver { firstUnfinished += 1 }
        for index in firstUnfinished..<started where now - journeys[index].wantedAt > plan.patience {
            let seconds = plan.patience.secondsRoundedUp
            let journey = journeys[index]
            let missing =
                journey.acceptedAt == nil
                ? "answer to the start"
                : journey.submittedAt == nil
                    ? "submit_sm"
                    : journey.arrivedAt == nil
                        ? "message at the phone"
                        : "answer to the check"
            fail(index, "no \(missing) within \(seconds) s")
        }
    }

    /// Nothing can be asked any more.
    private func giveUp() {
        guard isRunning else { return }
        for index in 0..<started { fail(index, "connection to the gateway lost") }
        guard isRunning else { return }
        failures["not tried: connections to the gateway lost", default: 0] += plan.journeys - over
        over = plan.journeys
        finishIfOver()
    }

    private func finishIfOver() {
        guard over >= plan.journeys, isRunning else { return }
        isRunning = false
        finished.succeed(
            BenchResult(
                plan: plan, beganAt: beganAt, endedAt: world.now, journeys: journeys.map(BenchTimes.init),
                failures: failures.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
    }
}
