#!/usr/bin/perl
# An application on Net::SMPP, told what to do by lines of JSON on standard input; what happens to it goes out likewise.
#
#   {"do": "bind", "kind": "transceiver", "port": 2775, "fields": {...}}    one answer, then its session is read
#   {"do": "request", "tag": 7, "method": "submit_sm", "fields": {...}}     answered later, with its tag
#   {"do": "unbind"}
#
# Octets (short_message, message_payload) are hexadecimal on both ways.
use strict;
use warnings;

use IO::Select;
use JSON::PP;
use Net::SMPP;

my $json = JSON::PP->new->canonical;
my %kinds = (transceiver => 'new_transceiver', transmitter => 'new_transmitter', receiver => 'new_receiver');
my @octets = qw(short_message message_payload);
my @shown = qw(message_id message_state final_date error_code source_addr destination_addr esm_class data_coding
    receipted_message_id error_status_code no_unsuccess);
my ($session, %tags, $lines);
$| = 1;

sub tell_test { print $json->encode({@_}), "\n" }

sub bind_session {
    my ($order) = @_;
    my $create = $kinds{$order->{kind}};
    my ($made, $answer) = Net::SMPP->$create('127.0.0.1', port => $order->{port}, %{$order->{fields}});
    tell_test(event => 'bound', status => $answer ? $answer->{status} : -1);
    $session = $made if $answer && $answer->{status} == 0;
}

sub request {
    my ($order) = @_;
    my ($method, %fields) = ($order->{method}, %{$order->{fields} || {}});
    for my $name (grep { defined $fields{$_} } @octets) { $fields{$name} = pack 'H*', $fields{$name} }
    # Net::SMPP looks at values where it expects names, so that undef and absent are not the same.
    my $sequence = $session->$method(%fields, async => 1);
    $tags{$sequence} = $order->{tag};
}

sub pdu_arrived {
    my $pdu = $session->read_pdu();
    if (!$pdu) {
        tell_test(event => 'lost');
        undef $session;
        return;
    }
    my %seen = map { $_ => $pdu->{$_} } grep { defined $pdu->{$_} } @shown;
    for my $name (grep { defined $pdu->{$_} } @octets) { $seen{$name} = unpack 'H*', $pdu->{$name} }
    $seen{tlvs} = [map { $_ + 0 } sort { $a <=> $b } grep { /^\d+$/ } keys %$pdu];
    if ($pdu->{cmd} == Net::SMPP::CMD_deliver_sm) {
        $session->deliver_sm_resp(seq => $pdu->{seq}, message_id => '');
        tell_test(event => 'deliver_sm', %seen);
    } elsif ($pdu->{cmd} == Net::SMPP::CMD_enquire_link) {
        $session->enquire_link_resp(seq => $pdu->{seq});
    } elsif ($pdu->{cmd} & 0x80000000) {
        my $tag = delete $tags{$pdu->{seq}};
        tell_test(event => 'answer', tag => $tag, status => $pdu->{status}, command => $pdu->{cmd}, %seen);
    }
}

sub orders_arrived {
    my $count = sysread STDIN, $lines, 65536, length($lines // '');
    exit 0 if !$count;
    while ($lines =~ s/^(.*)\n//) {
        my $order = $json->decode($1);
        if ($order->{do} eq 'bind') { bind_session($order) }
        elsif ($order->{do} eq 'request') { request($order) }
        elsif ($order->{do} eq 'unbind') { $session->unbind(async => 1) if $session }
    }
}

$SIG{PIPE} = 'IGNORE';
while (1) {
    my $select = IO::Select->new(\*STDIN);
    $select->add($session) if $session;
    for my $ready ($select->can_read()) {
        if ($ready == \*STDIN) { orders_arrived() }
        elsif ($session) { pdu_arrived() }
    }
}
