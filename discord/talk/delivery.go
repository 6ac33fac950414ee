package talk

// Delivery is one message that is owed to a channel and must arrive exactly
// once. Whoever owes it commits it, with After, before the first attempt, and
// never changes its Nonce, Mark or Message afterwards: a repeated attempt is
// recognised by them.
type Delivery struct {
	Channel        string  // channel id
	Mark           string  // each custom id of the message's components ends in "."+Mark, so history shows it again
	Nonce          string  // at most 25 characters, unique for the bot, the same at every attempt
	After          string  // last message id known in the channel when the attempt was committed; "" searches the newest 300
	MayHaveArrived bool    // an earlier attempt may have got through: search the history first
	Lane           int     // 0 somebody is waiting, 1 relays, 2 scheduled; lower goes first
	Message        Message // never Private
}
