# Sourced after tools.sh and stages.sh: the real peers, what they are made of, and their stages.

# OsmoMSC's family, Kannel, Net::SMPP; gcc and libc's headers for the shim that stands in for a kernel's SCTP.
peer_packages=(osmo-msc osmo-hlr osmo-stp gcc libc6-dev)

# peer_stages BINARY
peer_stages() {
    stage mobile-core 120 Scripts/python PeerTests/mobile-core/run.py --binary "$1"
}
