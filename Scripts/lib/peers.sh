# Sourced after tools.sh and stages.sh: the real peers, what they are made of, and their stages.

# OsmoMSC's family; Kannel; Net::SMPP; gcc and libc's headers for the shim that stands in for a kernel's SCTP.
peer_packages=(osmo-msc osmo-hlr osmo-stp gcc libc6-dev kannel libnet-smpp-perl)

# peer_stages BINARY
peer_stages() {
    stage mobile-core 120 Scripts/python PeerTests/mobile-core/run.py --binary "$1"
    stage kannel 120 Scripts/python PeerTests/kannel/run.py --binary "$1"
    stage netsmpp 120 Scripts/python PeerTests/netsmpp/run.py --binary "$1"
    stage smpplib 180 Scripts/python --with smpplib==2.2.4 PeerTests/smpplib/run.py --binary "$1"
    stage rusmppyc 120 Scripts/python --with rusmppyc==0.4.0a2 PeerTests/rusmppyc/run.py --binary "$1"
}

# Jasmin brings a broker, a store and its own ten seconds for a receipt that comes soon after the response (jasmin#472).
long_peer_packages=(redis-server rabbitmq-server)

# long_peer_stages BINARY
long_peer_stages() {
    stage jasmin 600 Scripts/python --with jasmin==0.11.1 PeerTests/jasmin/run.py --binary "$1"
}
