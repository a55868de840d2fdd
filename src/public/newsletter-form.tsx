/** Signing up for the monthly newsletter, where the server can send mail. Its answer is a page of the newsletter's own. */
export function NewsletterForm() {
  return (
    <form class="newsletter" method="post" action="/newsletter/sign-up">
      <label for="newsletter-email">Newsletter, once a month</label>
      <div class="row">
        <input
          id="newsletter-email"
          name="email"
          type="email"
          autocomplete="email"
          required
          placeholder="you@example.org"
        />
        <button class="button" type="submit">
          Sign up
        </button>
      </div>
      <p>We ask by mail first whether it was you. Unsubscribe any time.</p>
    </form>
  );
}
