from django.contrib.auth.hashers import Argon2PasswordHasher


class FrugalArgon2Hasher(Argon2PasswordHasher):
    """Argon2id at 19 MiB (OWASP's smallest profile): eight sign-ins at once on a small server stay under 160 MiB."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
