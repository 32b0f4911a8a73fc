"""kill -9 of the gateway while an application submits."""

import time

import smpplib.exceptions

SUBMITS, KILLS, WINDOW = 150, 3, 20


def submit_until_killed(exchange, application, round_):
    """Submits with a window while the gateway dies after a few answers; (number, message_id) of each answer OK."""
    numbers, answered = {}, []

    def collect(sequences):
        for sequence in sequences:
            answer = application.answer(sequence)
            if answer is not None and answer.status == 0:
                answered.append((numbers[sequence], answer.message_id.decode()))

    waiting, kill_at = [], 20 + 30 * round_
    try:
        for index in range(SUBMITS):
            number = next(exchange.numbers)
            sequence = application.send("Shop", number, b"Round %d, text %d" % (round_, index))
            numbers[sequence] = number
            waiting.append(sequence)
            if len(waiting) == WINDOW:
                collect(waiting[:WINDOW // 2])
                del waiting[:WINDOW // 2]
            if index == kill_at:
                exchange.gateway.kill()
    except (smpplib.exceptions.ConnectionError, smpplib.exceptions.PDUError, OSError):
        pass
    collect(waiting)
    return answered


def killed(exchange, application, properties):
    answered = []
    for round_ in range(KILLS):
        answered += submit_until_killed(exchange, application, round_)
        exchange.start_gateway()
        application.bind()
    properties.expect("submits were answered before the gateway's deaths", len(answered) > KILLS * WINDOW,
                      str(len(answered)))
    ids = [id for _, id in answered]
    properties.expect("no message_id was given out twice", len(set(ids)) == len(ids))
    until = time.monotonic() + 60
    missing = [number for number, _ in answered]
    while missing and time.monotonic() < until:
        missing = [number for number in missing if not exchange.texts_at(number, seconds=0)]
    properties.expect_none("every submit answered OK arrived on its handset", ["one number"] * len(missing))
    states = application.mailbox.wait_receipts(ids, seconds=60)
    properties.expect_none("its receipt reached the application that bound again",
                           [id for id, found in zip(ids, states) if "DELIVRD" not in found])
