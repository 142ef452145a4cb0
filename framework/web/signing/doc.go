// Package signing signs values that leave the site and come back: links in mail,
// cookies, hidden fields. Everybody can read such a value, and nobody can change
// it. What it writes can be read by Django's django.core.signing with the same
// secret key and salt, and the other way round.
//
//	signer, err := signing.In(ctx, "newsletter")
//	link := "/confirm?token=" + signer.Sign(address)
//	…
//	address, err := signer.Unsign(token, 3*24*time.Hour)
//
// A salt says what a value is for, so that one that was signed for one purpose
// is not taken for another. It is no secret.
package signing
